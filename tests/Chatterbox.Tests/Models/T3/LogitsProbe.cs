using Chatterbox.Tensors;

namespace Chatterbox.Tests.Models.T3;

/// <summary>Keeps the logits of the last step.</summary>
internal sealed class LogitsProbe : ITensorProbe
{
    public float[] Logits { get; private set; } = [];

    public void Observe(string name, Tensor tensor)
    {
        if (name == "t3/logits")
            Logits = tensor.ToArray();
    }
}
