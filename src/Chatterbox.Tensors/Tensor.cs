using System.Runtime.CompilerServices;

namespace Chatterbox.Tensors;

/// <summary>
/// Float32 values of an engine, contiguous and row-major. Activations are (batch, time, channels) or (time, channels).
/// A tensor belongs to the scope it was made in and is dead when that scope ends.
/// </summary>
public abstract class Tensor
{
    /// <summary>The engine whose memory holds the values.</summary>
    public abstract Engine Engine { get; }

    /// <summary>The dimensions.</summary>
    public abstract Shape Shape { get; }

    /// <summary>Dimension <paramref name="axis"/>; a negative axis counts from the end.</summary>
    public int Dim(int axis) => Shape[axis < 0 ? Shape.Rank + axis : axis];

    /// <summary>Sum; <paramref name="other"/> may also be one row or one row per batch entry, see <see cref="Engine.Add"/>.</summary>
    public Tensor Add(Tensor other) => Engine.Add(this, other);

    /// <summary>Product, with the broadcasting of <see cref="Add"/>.</summary>
    public Tensor Mul(Tensor other) => Engine.Mul(this, other);

    /// <summary>Every value times <paramref name="factor"/>.</summary>
    public Tensor Scale(float factor) => Engine.Scale(this, factor);

    /// <summary>Every value through an activation.</summary>
    public Tensor Activate(Activation activation) => Engine.Activate(this, activation);

    /// <summary>The same values under another shape.</summary>
    public Tensor Reshape(Shape shape) => Engine.Reshape(this, shape);

    /// <summary><paramref name="length"/> entries of <paramref name="axis"/> from <paramref name="start"/> on.</summary>
    public Tensor Slice(int axis, int start, int length) => Engine.Slice(this, axis, start, length);

    /// <summary>A copy of all values in host memory.</summary>
    public float[] ToArray()
    {
        float[] values = new float[Shape.Count];
        Engine.Read(this, values);
        return values;
    }

    /// <summary>Shows the tensor to the engine's probe under a name. Costs nothing when no probe is attached.</summary>
    public Tensor Tap([InterpolatedStringHandlerArgument("")] ref TapName name)
    {
        Engine.Probe?.Observe(name.ToString(), this);
        return this;
    }

    /// <summary>Shows the tensor to the engine's probe under a fixed name.</summary>
    public Tensor Tap(string name)
    {
        Engine.Probe?.Observe(name, this);
        return this;
    }
}
