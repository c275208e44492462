namespace Chatterbox.Tensors;

/// <summary>Sees intermediate tensors of a model by name, as parity runs and tests do.</summary>
public interface ITensorProbe
{
    /// <summary>Called where the model computed <paramref name="tensor"/>; it may be read but not kept.</summary>
    void Observe(string name, Tensor tensor);
}
