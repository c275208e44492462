namespace Chatterbox.Tensors;

/// <summary>Named tensors from one place: a mapped file, a generator, or shapes alone.</summary>
public abstract class TensorSource : IDisposable
{
    /// <summary>Where the tensors come from, for messages.</summary>
    public abstract string Origin { get; }

    /// <summary>The full names of all tensors, in the order of the source.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>The shape of the tensor <paramref name="name"/>.</summary>
    /// <exception cref="CheckpointException">There is no such tensor.</exception>
    public abstract Shape ShapeOf(string name);

    /// <summary>The values of the tensor <paramref name="name"/> as float32.</summary>
    /// <exception cref="CheckpointException">There is no such tensor, or its values cannot be float32.</exception>
    public abstract HostTensor Read(string name);

    /// <summary>The tensor <paramref name="name"/> without its values; refused where <see cref="Read"/> would refuse it.</summary>
    /// <exception cref="CheckpointException">There is no such tensor, or its values cannot be float32.</exception>
    public virtual HostTensor ReadShape(string name) => new(ShapeOf(name));

    /// <summary>Frees what the source holds. Tensors read from it must no longer be used.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
