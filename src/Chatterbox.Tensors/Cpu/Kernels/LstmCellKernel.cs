using System.Numerics;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>
/// The element-wise part of one LSTM step for one batch row: gates (i, f, g, o) = input part + hidden part;
/// c = sigmoid(f) c + sigmoid(i) tanh(g), h = sigmoid(o) tanh(c).
/// </summary>
internal unsafe struct LstmCellKernel : IRowKernel
{
    /// <summary>Input part of row r at InputGates + r * InputStride, hidden part (batch, 4 hidden), state (batch, hidden).</summary>
    public float* InputGates, HiddenGates, Cell, Hidden, Output;
    public long InputStride, OutputStride;
    public int HiddenSize;
    public bool Scalar;

    /// <inheritdoc/>
    public readonly void Run(int row)
    {
        float* x = InputGates + row * InputStride, h = HiddenGates + (long)row * 4 * HiddenSize;
        float* cell = Cell + (long)row * HiddenSize, hidden = Hidden + (long)row * HiddenSize, output = Output + row * OutputStride;
        int i = 0;
        for (; !Scalar && i + Vector<float>.Count <= HiddenSize; i += Vector<float>.Count)
        {
            Vector<float> input = VectorMath.Sigmoid(Vector.Load(x + i) + Vector.Load(h + i));
            Vector<float> forget = VectorMath.Sigmoid(Vector.Load(x + HiddenSize + i) + Vector.Load(h + HiddenSize + i));
            Vector<float> candidate = VectorMath.Tanh(Vector.Load(x + 2 * HiddenSize + i) + Vector.Load(h + 2 * HiddenSize + i));
            Vector<float> gate = VectorMath.Sigmoid(Vector.Load(x + 3 * HiddenSize + i) + Vector.Load(h + 3 * HiddenSize + i));
            Vector<float> next = Vector.FusedMultiplyAdd(forget, Vector.Load(cell + i), input * candidate);
            Vector<float> shown = gate * VectorMath.Tanh(next);
            next.Store(cell + i);
            shown.Store(hidden + i);
            shown.Store(output + i);
        }

        for (; i < HiddenSize; i++)
        {
            float input = Sigmoid(x[i] + h[i]);
            float forget = Sigmoid(x[HiddenSize + i] + h[HiddenSize + i]);
            float candidate = MathF.Tanh(x[2 * HiddenSize + i] + h[2 * HiddenSize + i]);
            float gate = Sigmoid(x[3 * HiddenSize + i] + h[3 * HiddenSize + i]);
            cell[i] = forget * cell[i] + input * candidate;
            output[i] = hidden[i] = gate * MathF.Tanh(cell[i]);
        }
    }

    private static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
}
