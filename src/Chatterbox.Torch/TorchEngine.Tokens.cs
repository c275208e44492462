using Chatterbox.Tensors;
using TorchSharp;

namespace Chatterbox.Torch;

/// <content>The choice of tokens: logits never leave the device, only ids do.</content>
public sealed partial class TorchEngine
{
    /// <summary>On a GPU: libtorch on the CPU is slower at it than the host's own code.</summary>
    public override bool ChoosesTokens => _asOnGpu;

    /// <inheritdoc/>
    public override void ChooseTokens(Tensor logits, ReadOnlySpan<TokenChoice> choices, Span<int> ids)
    {
        if (ids.Length != choices.Length)
            throw new ArgumentException($"{choices.Length} choices give no {ids.Length} ids; this is a bug.", nameof(ids));
        if (choices.IsEmpty)
            return;
        using DisposeScope scope = torch.NewDisposeScope();
        var batch = new ChoiceBatch(choices, logits.Shape, _device);
        HostValues.Read(TokenChooser.Choose(Of(logits), batch), ids);
    }
}
