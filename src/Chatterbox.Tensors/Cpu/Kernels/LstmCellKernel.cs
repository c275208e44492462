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

    /// <inheritdoc/>
    public readonly void Run(int row)
    {
        float* x = InputGates + row * InputStride, h = HiddenGates + (long)row * 4 * HiddenSize;
        float* cell = Cell + (long)row * HiddenSize, hidden = Hidden + (long)row * HiddenSize, output = Output + row * OutputStride;
        for (int i = 0; i < HiddenSize; i++)
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
