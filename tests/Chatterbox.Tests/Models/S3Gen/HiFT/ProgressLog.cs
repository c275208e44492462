namespace Chatterbox.Tests.Models.S3Gen.HiFT;

/// <summary>Remembers every report, on the thread that made it.</summary>
internal sealed class ProgressLog : IProgress<double>
{
    public List<double> Shares { get; } = [];

    public Action OnReport { get; init; } = () => { };

    public void Report(double value)
    {
        Shares.Add(value);
        OnReport();
    }
}
