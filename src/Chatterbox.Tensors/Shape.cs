using System.Diagnostics.CodeAnalysis;

namespace Chatterbox.Tensors;

/// <summary>Row-major dimensions of a tensor, rank 0 to 4. A value type, so that no shape is ever allocated.</summary>
public readonly struct Shape : IEquatable<Shape>
{
    /// <summary>The largest rank a shape can have.</summary>
    public const int MaxRank = 4;

    private readonly int _d0, _d1, _d2, _d3;

    /// <summary>A shape of rank 1.</summary>
    public Shape(int d0) => (Rank, _d0) = (1, Checked(d0));

    /// <summary>A shape of rank 2.</summary>
    public Shape(int d0, int d1) => (Rank, _d0, _d1) = (2, Checked(d0), Checked(d1));

    /// <summary>A shape of rank 3.</summary>
    public Shape(int d0, int d1, int d2) => (Rank, _d0, _d1, _d2) = (3, Checked(d0), Checked(d1), Checked(d2));

    /// <summary>A shape of rank 4.</summary>
    public Shape(int d0, int d1, int d2, int d3) =>
        (Rank, _d0, _d1, _d2, _d3) = (4, Checked(d0), Checked(d1), Checked(d2), Checked(d3));

    /// <summary>A shape from its dimensions; an empty span is a scalar.</summary>
    /// <exception cref="ArgumentException">More than <see cref="MaxRank"/> dimensions, or a negative one.</exception>
    public Shape(params ReadOnlySpan<int> dimensions)
    {
        if (dimensions.Length > MaxRank)
            throw new ArgumentException($"A shape has at most {MaxRank} dimensions, not {dimensions.Length}.", nameof(dimensions));
        Rank = dimensions.Length;
        _d0 = Rank > 0 ? Checked(dimensions[0]) : 0;
        _d1 = Rank > 1 ? Checked(dimensions[1]) : 0;
        _d2 = Rank > 2 ? Checked(dimensions[2]) : 0;
        _d3 = Rank > 3 ? Checked(dimensions[3]) : 0;
    }

    /// <summary>Number of dimensions.</summary>
    public int Rank { get; }

    /// <summary>Number of elements; 1 for a scalar.</summary>
    public long Count
    {
        get
        {
            long count = 1;
            for (int i = 0; i < Rank; i++)
                count = checked(count * this[i]);
            return count;
        }
    }

    /// <summary>The last dimension: the channels of an activation.</summary>
    public int Last => this[Rank - 1];

    /// <summary>Elements divided by the last dimension: the rows of an activation.</summary>
    public int Rows
    {
        get
        {
            long rows = 1;
            for (int i = 0; i < Rank - 1; i++)
                rows = checked(rows * this[i]);
            return checked((int)rows);
        }
    }

    /// <summary>Dimension <paramref name="axis"/>.</summary>
    public int this[int axis] => axis switch
    {
        0 when Rank > 0 => _d0,
        1 when Rank > 1 => _d1,
        2 when Rank > 2 => _d2,
        3 when Rank > 3 => _d3,
        _ => throw new ArgumentOutOfRangeException(nameof(axis), $"Axis {axis} of a shape of rank {Rank}."),
    };

    /// <summary>The same shape with another last dimension.</summary>
    public Shape WithLast(int last) => Rank switch
    {
        1 => new Shape(last),
        2 => new Shape(_d0, last),
        3 => new Shape(_d0, _d1, last),
        4 => new Shape(_d0, _d1, _d2, last),
        _ => throw new InvalidOperationException("A scalar has no last dimension."),
    };

    /// <inheritdoc/>
    public bool Equals(Shape other) =>
        Rank == other.Rank && _d0 == other._d0 && _d1 == other._d1 && _d2 == other._d2 && _d3 == other._d3;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Rank, _d0, _d1, _d2, _d3);

    /// <summary>The dimensions as in the papers: (2, 750, 80).</summary>
    public override string ToString() => Rank switch
    {
        0 => "()",
        1 => $"({_d0})",
        2 => $"({_d0}, {_d1})",
        3 => $"({_d0}, {_d1}, {_d2})",
        _ => $"({_d0}, {_d1}, {_d2}, {_d3})",
    };

    /// <summary>Whether two shapes are the same.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether two shapes differ.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    private static int Checked(int dimension) =>
        dimension >= 0 ? dimension : throw new ArgumentException($"A dimension cannot be negative ({dimension}).");
}
