namespace Chatterbox.Pipeline.Quality;

/// <summary>How far log mels are from others, over all values of all that were added.</summary>
public sealed class LogMelDistance
{
    /// <summary>Natural logarithms of amplitudes in decibels.</summary>
    private const double Decibels = 20 / 2.302585092994046;

    private long _count;
    private double _squaredDifference, _absoluteDifference;
    private double _expectedSum, _actualSum, _expectedSquares, _actualSquares, _products;

    /// <summary>L2 length of the difference over that of what was expected.</summary>
    public double RelativeL2 => Math.Sqrt(_squaredDifference / _expectedSquares);

    /// <summary>Pearson's correlation.</summary>
    public double Correlation =>
        Covariance(_products, _expectedSum, _actualSum)
        / Math.Sqrt(Covariance(_expectedSquares, _expectedSum, _expectedSum) * Covariance(_actualSquares, _actualSum, _actualSum));

    /// <summary>The mean of the differences without their signs, in decibels.</summary>
    public double MeanDecibels => Decibels * _absoluteDifference / _count;

    /// <summary>Adds a pair of log mels, natural logarithms; of the longer one the end is left out.</summary>
    public void Add(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        int count = Math.Min(expected.Length, actual.Length);
        _count += count;
        for (int i = 0; i < count; i++)
        {
            double x = expected[i], y = actual[i];
            _squaredDifference += (y - x) * (y - x);
            _absoluteDifference += Math.Abs(y - x);
            _expectedSum += x;
            _actualSum += y;
            _expectedSquares += x * x;
            _actualSquares += y * y;
            _products += x * y;
        }
    }

    private double Covariance(double products, double left, double right) => products / _count - left / _count * (right / _count);
}
