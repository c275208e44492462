using System.Runtime.CompilerServices;

namespace Chatterbox.Tensors;

/// <summary>The name given to <see cref="Tensor.Tap(ref TapName)"/>; the string is built only when a probe listens.</summary>
[InterpolatedStringHandler]
public ref struct TapName
{
    private DefaultInterpolatedStringHandler _text;

    /// <summary>Called by the compiler; <paramref name="enabled"/> is false when nobody listens.</summary>
    public TapName(int literalLength, int formattedCount, Tensor tensor, out bool enabled)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        enabled = tensor.Engine.Probe is not null;
        if (enabled)
            _text = new DefaultInterpolatedStringHandler(literalLength, formattedCount);
    }

    /// <summary>Called by the compiler.</summary>
    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted<T>(T value, string? format = null) => _text.AppendFormatted(value, format);

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
