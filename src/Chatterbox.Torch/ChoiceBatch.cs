using System.Runtime.InteropServices;
using Chatterbox.Tensors;
using TorchSharp;
using Native = TorchSharp.torch.Tensor;

namespace Chatterbox.Torch;

/// <summary>
/// The parameters of a step's choices on the device. They come in one copy, as float64, which holds ids and floats exactly. Its tensors
/// die with the scope of libtorch that is open. A processor that is off for a row has parameters there that change nothing.
/// </summary>
internal sealed class ChoiceBatch
{
    private const int Columns = 10;

    /// <summary>One row alone libtorch sums by other code than rows among others. So there are always two, if need be twice the same.</summary>
    private const int FewestRows = 2;

    private readonly Native _table;

    /// <summary>Packs and uploads the choices from logits of <paramref name="shape"/>, (rows, V).</summary>
    /// <exception cref="ArgumentException">The rows do not agree, or an id is outside the vocabulary.</exception>
    public ChoiceBatch(ReadOnlySpan<TokenChoice> choices, Shape shape, torch.Device device)
    {
        int vocabulary = shape.Last, first = 0;
        List<double> table = [], forbidden = [], places = [], factors = [], lastPlaces = [], lastFactors = [];
        for (int row = 0; row < choices.Length; row++)
        {
            TokenChoice choice = choices[row];
            Require(choice, vocabulary);
            AddRow(table, choice, first, vocabulary);
            first += choice.Rows;
            double start = (double)row * vocabulary;
            if (choice.Forbidden is { } id)
                forbidden.Add(start + id);
            if (choice.Penalty != 1)
                AddPenalties(choice.PenaltyLast ? lastPlaces : places, choice.PenaltyLast ? lastFactors : factors, choice, start);
        }

        if (shape.Rank != 2 || first != shape[0])
            throw new ArgumentException($"The choices have {first} rows, the logits {shape}; this is a bug.", nameof(choices));
        Rows = Math.Max(FewestRows, choices.Length);
        if (choices.Length < Rows)
            AddRow(table, choices[0], 0, vocabulary);

        List<double> packed = [.. table, .. forbidden, .. places, .. factors, .. lastPlaces, .. lastFactors];
        Native values = HostValues.ToDevice(HostValues.ToTensor(CollectionsMarshal.AsSpan(packed)), torch.float64, device);
        int from = 0;
        _table = Next(table).reshape(Rows, Columns);
        Forbidden = Next(forbidden).to_type(torch.int64);
        PenaltiesFirst = (Next(places).to_type(torch.int64), Next(factors).to_type(torch.float32));
        PenaltiesLast = (Next(lastPlaces).to_type(torch.int64), Next(lastFactors).to_type(torch.float32));

        Native Next(List<double> part)
        {
            Native view = values.narrow(0, from, part.Count);
            from += part.Count;
            return view;
        }
    }

    /// <summary>Rows of the batch: one a choice, and at least two.</summary>
    public int Rows { get; }

    /// <summary>Whether a row has guidance.</summary>
    public bool Guides { get; private set; }

    /// <summary>Whether a row has a temperature.</summary>
    public bool Tempers { get; private set; }

    /// <summary>Whether a row has a top-k.</summary>
    public bool HasTopK { get; private set; }

    /// <summary>Whether a row has a min-p.</summary>
    public bool HasMinP { get; private set; }

    /// <summary>Whether a row has a top-p.</summary>
    public bool HasTopP { get; private set; }

    /// <summary>Whether a row takes the best token.</summary>
    public bool HasGreedy { get; private set; }

    /// <summary>Places in (rows, V) of the ids that cannot be drawn.</summary>
    public Native Forbidden { get; }

    /// <summary>Places in (rows, V) and penalties of the ids drawn before, for the rows that begin with it.</summary>
    public (Native Places, Native Factors) PenaltiesFirst { get; }

    /// <summary>The same for the rows that end with it.</summary>
    public (Native Places, Native Factors) PenaltiesLast { get; }

    /// <summary>The row of the logits to choose from, (rows).</summary>
    public Native Conditional => Column(0).to_type(torch.int64).squeeze(1);

    /// <summary>The row without the text, or the same where there is no guidance, (rows).</summary>
    public Native Unconditional => Column(1).to_type(torch.int64).squeeze(1);

    /// <summary>Where there is guidance, (rows, 1).</summary>
    public Native IsGuided => Column(2).to_type(torch.@bool);

    /// <summary>Weights of guidance, (rows, 1).</summary>
    public Native Guidance => Column(3).to_type(torch.float32);

    /// <summary>Temperatures, (rows, 1).</summary>
    public Native Temperature => Column(4).to_type(torch.float32);

    /// <summary>The place of the last token of top-k among the rising logits, (rows, 1).</summary>
    public Native TopKPlace => Column(5).to_type(torch.int64);

    /// <summary>Shares of the best token's probability, (rows, 1).</summary>
    public Native MinP => Column(6).to_type(torch.float32);

    /// <summary>What top-p drops at most, (rows, 1); negative where it drops nothing.</summary>
    public Native Dropped => Column(7).to_type(torch.float32);

    /// <summary>Where the best token is taken, (rows).</summary>
    public Native IsGreedy => Column(8).to_type(torch.@bool).squeeze(1);

    /// <summary>Random numbers in float64, (rows, 1).</summary>
    public Native Uniform => Column(9);

    private static void Require(TokenChoice choice, int vocabulary)
    {
        bool fits = choice.Rows is 1 or 2 && (uint)(choice.Forbidden ?? 0) < (uint)vocabulary;
        foreach (int id in choice.Drawn.Span)
            fits &= (uint)id < (uint)vocabulary;
        if (!fits)
            throw new ArgumentException($"A choice has {choice.Rows} rows, or an id outside the vocabulary of {vocabulary}; this is a bug.", nameof(choice));
    }

    private static void AddPenalties(List<double> places, List<double> factors, TokenChoice choice, double start)
    {
        foreach (int id in choice.Drawn.Span)
        {
            places.Add(start + id);
            factors.Add(choice.Penalty);
        }
    }

    private void AddRow(List<double> table, TokenChoice choice, int first, int vocabulary)
    {
        Guides |= choice.Rows > 1;
        Tempers |= choice.Temperature != 1;
        HasTopK |= choice.TopK > 0;
        HasMinP |= choice.MinP > 0;
        HasTopP |= choice.TopP < 1;
        HasGreedy |= choice.Greedy;
        table.AddRange([
            first,
            first + choice.Rows - 1,
            choice.Rows - 1,
            choice.Guidance,
            choice.Temperature,
            choice.TopK > 0 ? Math.Max(0, vocabulary - choice.TopK) : 0,
            choice.MinP,
            choice.TopP < 1 ? (float)(1 - choice.TopP) : -1,
            choice.Greedy ? 1 : 0,
            choice.Uniform,
        ]);
    }

    private Native Column(int column) => _table.narrow(1, column, 1);
}
