namespace Chatterbox.Parity;

/// <summary>The outcome for one tensor.</summary>
/// <param name="Name">The recorded name.</param>
/// <param name="Error">The measure that has the bound: relative L2 distance, or a count of differences.</param>
/// <param name="Bound">What is allowed.</param>
/// <param name="Detail">On failure, what differs; else a remark or nothing.</param>
/// <param name="Passed">Whether it is within its bound.</param>
public sealed record ParityLine(string Name, double Error, double Bound, string Detail, bool Passed);
