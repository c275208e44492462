using Chatterbox.Tensors;

namespace Chatterbox.Tests.Models.T3;

/// <summary>Keeps the logits of the last step, and how many rows each step had.</summary>
internal sealed class LogitsProbe : ITensorProbe
{
    public float[] Logits { get; private set; } = [];

    public List<int> Rows { get; } = [];

    public void Observe(string name, Tensor tensor)
    {
        if (name == "t3/logits")
            Logits = tensor.ToArray();
        else if (name == "t3/layer00")
            Rows.Add(tensor.Dim(0));
    }
}
