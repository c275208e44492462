using Chatterbox.Tensors;

namespace Chatterbox.Nn;

/// <summary>y = x W^T + b. Port of torch.nn.Linear; most have a bias.</summary>
public sealed class Linear
{
    private readonly Engine _engine;
    private readonly Weight _weight;

    /// <summary>Takes <c>weight</c> (outputs, inputs) and <c>bias</c> (outputs) where the layer has one; -1 takes any size.</summary>
    public Linear(Weights w, int inputs = -1, int outputs = -1, bool bias = true)
    {
        HostTensor weight = w.Get("weight", outputs, inputs);
        (_engine, _weight) = (w.Engine, w.Engine.LinearWeight(weight, bias ? w.Get("bias", weight.Shape[0]) : null, w.Role));
        weight.Release();
        (Outputs, Inputs) = (weight.Shape[0], weight.Shape[1]);
    }

    /// <summary>A layer over a matrix (outputs, inputs) that was computed, not read.</summary>
    public Linear(Engine engine, HostTensor weight)
        : this(engine, engine.LinearWeight(weight, null))
    {
    }

    private Linear(Engine engine, Weight weight)
    {
        (_engine, _weight) = (engine, weight);
        (Outputs, Inputs) = (weight.Shape[0], weight.Shape[1]);
    }

    /// <summary>
    /// Takes the <c>weight</c> of two or three layers without bias and of the same inputs as one, whose result holds theirs side by side.
    /// -1 takes any size.
    /// </summary>
    public static Linear Stacked(Weights w, ReadOnlySpan<string> names, int inputs = -1, int outputs = -1)
    {
        var weights = new HostTensor[names.Length];
        for (int i = 0; i < names.Length; i++)
            weights[i] = w.At(names[i]).Get("weight", outputs, i == 0 ? inputs : weights[0].Shape[1]);
        var layer = new Linear(w.Engine, w.Engine.StackedLinearWeight(weights, w.Role));
        Array.ForEach(weights, weight => weight.Release());
        return layer;
    }

    /// <summary>Takes <c>weight</c> (inputs, outputs) and <c>bias</c> (outputs); -1 takes any size. Port of transformers' Conv1D, GPT-2's linear layer.</summary>
    public static Linear Transposed(Weights w, int inputs = -1, int outputs = -1)
    {
        HostTensor weight = w.Get("weight", inputs, outputs);
        HostTensor bias = w.Get("bias", weight.Shape[1]);
        var layer = new Linear(w.Engine, w.Engine.TransposedLinearWeight(weight, bias, w.Role));
        weight.Release();
        return layer;
    }

    /// <summary>Channels that go in.</summary>
    public int Inputs { get; }

    /// <summary>Channels that come out.</summary>
    public int Outputs { get; }

    /// <summary>(..., inputs) to (..., outputs); the activation is applied to the result, then a residual (..., outputs) added.</summary>
    public Tensor Forward(Tensor x, Activation? activation = null, Tensor? residual = null) => _engine.Linear(x, _weight, activation, residual);
}
