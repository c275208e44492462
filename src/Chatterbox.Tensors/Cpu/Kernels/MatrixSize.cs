namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>A product's right side.</summary>
/// <param name="Shape">The weight's own shape.</param>
/// <param name="K">Values summed over.</param>
/// <param name="Columns">Columns of the result.</param>
/// <param name="Kernel">Taps of a convolution; 1 for a plain matrix.</param>
internal readonly record struct MatrixSize(Shape Shape, int K, int Columns, int Kernel);
