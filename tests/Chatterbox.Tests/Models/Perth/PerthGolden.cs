namespace Chatterbox.Tests.Models.Perth;

/// <summary>Recordings of the reference watermark and the published weights.</summary>
internal static class PerthGolden
{
    public static readonly string WeightsPath = Repo.Path("models", "perth", "perth-implicit.f16.safetensors");

    public static readonly GoldenTensors Tensors = GoldenTensors.Open(Repo.Path("parity_data", "watermark", "perth.safetensors"));

    /// <summary>A tensor (bins, T) of the reference, with time first.</summary>
    public static float[] TimeFirst(string name)
    {
        int[] shape = Tensors.Shape(name);
        return Transpose.Of(Tensors.Floats(name), shape[0], shape[1]);
    }
}
