namespace Chatterbox.Text;

/// <summary>
/// Packs the sentences of a paragraph into pieces. Of all ways to cut it takes the cheapest: few pieces of even length, cut behind
/// sentences where that is possible. A cut inside a sentence costs, and so does a small piece.
/// </summary>
internal static class PiecePacker
{
    private const int MostAtoms = 256;
    private const int SmallShare = 4;
    private const double SmallCost = 0.5;

    /// <summary>What a cut of each kind costs; an empty piece would cost 1.</summary>
    private static readonly double[] CutCosts = [0, 0.6, 2, 3];

    /// <summary>The pieces in order; none for white space alone.</summary>
    /// <param name="text">The paragraph.</param>
    /// <param name="sentenceEnds">Behind each sentence; the last is the text's end.</param>
    /// <param name="first">The most characters of the first piece, at least 2.</param>
    /// <param name="max">The most characters of the others.</param>
    public static List<PackedPiece> Pack(string text, IReadOnlyList<int> sentenceEnds, int first, int max)
    {
        List<Atom> atoms = new CutFinder(text).Find(sentenceEnds, first, max);
        int[] starts = BestStarts(atoms, first, max);
        List<PackedPiece> pieces = [];
        for (int end = atoms.Count; end > 0; end = starts[end])
            pieces.Add(new PackedPiece(text[atoms[starts[end]].Start..atoms[end - 1].End], atoms[end - 1].Cut));
        pieces.Reverse();
        return pieces;
    }

    /// <summary>
    /// For each number of atoms, where the last piece of the cheapest way to cut them begins. A piece has at most
    /// <see cref="MostAtoms"/>, so that a text of nothing but marks takes no long time.
    /// </summary>
    private static int[] BestStarts(List<Atom> atoms, int first, int max)
    {
        double[] costs = new double[atoms.Count + 1];
        int[] starts = new int[atoms.Count + 1];
        for (int end = 1; end <= atoms.Count; end++)
        {
            costs[end] = double.PositiveInfinity;
            for (int start = end - 1; start >= 0 && start >= end - MostAtoms; start--)
            {
                int length = atoms[end - 1].End - atoms[start].Start, bound = start == 0 ? first : max;
                if (length > max)
                    break;
                if (length > bound)
                    continue;
                double slack = 1 - (double)length / bound;
                double cost = costs[start] + slack * slack + (length < first / SmallShare ? SmallCost : 0)
                    + (end < atoms.Count ? CutCosts[(int)atoms[end - 1].Cut] : 0);
                if (cost < costs[end])
                    (costs[end], starts[end]) = (cost, start);
            }
        }

        return starts;
    }
}
