using System.Reflection;
using Xunit.Sdk;

namespace Chatterbox.Tests.Audio;

/// <summary>A case that needs ffmpeg, of a test whose other cases do not; see <see cref="FfmpegNeed"/>.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class FfmpegDataAttribute : DataAttribute
{
    /// <param name="data">The arguments of the test.</param>
    public FfmpegDataAttribute(params object[] data)
    {
        Data = data;
        Skip = FfmpegNeed.ReasonToSkip();
    }

    public object[] Data { get; }

    /// <inheritdoc/>
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [Data];
}
