namespace Chatterbox.Server.Benchmark;

/// <summary>What a phase computes and reads at least.</summary>
/// <param name="Flop">Operations of its products and attention, a multiply-add counted as two; element-wise work is left out.</param>
/// <param name="Bytes">Weights, read once in every pass over them, and keys and values that decoding reads.</param>
internal readonly record struct PhaseWork(double Flop, double Bytes)
{
    /// <summary>Both parts one after the other.</summary>
    public static PhaseWork operator +(PhaseWork left, PhaseWork right) => new(left.Flop + right.Flop, left.Bytes + right.Bytes);

    /// <summary>A product of <paramref name="rows"/> rows with <paramref name="weights"/> values.</summary>
    public static PhaseWork Product(double weights, double rows) => new(2 * weights * rows, sizeof(float) * weights);
}
