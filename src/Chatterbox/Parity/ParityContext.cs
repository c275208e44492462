using Chatterbox.Checkpoints;
using Chatterbox.Tensors;

namespace Chatterbox.Parity;

/// <summary>
/// A parity run on its way through the phases. Replayed, every phase starts from what the reference recorded; chained, from what
/// our own phases before it made.
/// </summary>
/// <param name="parityCase">The recorded run.</param>
/// <param name="sources">Its weights.</param>
/// <param name="engine">What computes.</param>
/// <param name="chained">Whether phases feed each other.</param>
public sealed class ParityContext(ParityCase parityCase, CheckpointSources sources, Engine engine, bool chained)
{
    private const double ReplayedBound = 1e-4;
    private const double ChainedBound = 1e-3;
    private readonly Dictionary<string, HostTensor> _made = [];
    private readonly HashSet<string> _taken = [];

    /// <summary>The recorded run.</summary>
    public ParityCase Case => parityCase;

    /// <summary>The weights.</summary>
    public CheckpointSources Sources => sources;

    /// <summary>What computes.</summary>
    public Engine Engine => engine;

    /// <summary>Whether phases feed each other.</summary>
    public bool Chained => chained;

    /// <summary>All comparisons.</summary>
    public ParityReport Report { get; } = new();

    /// <summary>The bound of a tensor up to the mel, from parity_data/README.md.</summary>
    public double Bound => chained ? ChainedBound : ReplayedBound;

    /// <summary>Recorded tensors that phases took in so far.</summary>
    public IReadOnlySet<string> Taken => _taken;

    /// <summary>A phase's input: our own result in a chained run or where none was recorded, else the recorded tensor.</summary>
    /// <exception cref="InvalidDataException">Its shape is not of the pattern (see <see cref="ShapePattern"/>).</exception>
    /// <exception cref="CheckpointException">There is none, or it holds integers.</exception>
    public float[] Input(string name, params ReadOnlySpan<int> pattern)
    {
        if (!_made.TryGetValue(name, out HostTensor? made) || (!chained && parityCase.Has(name)))
            return Recorded(name, pattern).ToArray();
        parityCase.Require(name, made.Shape, pattern);
        return made.ToArray();
    }

    /// <summary>A recorded tensor of floats, taken in also in a chained run.</summary>
    /// <exception cref="InvalidDataException">Its shape is not of the pattern.</exception>
    /// <exception cref="CheckpointException">There is none, or it holds integers.</exception>
    public HostTensor Recorded(string name, params ReadOnlySpan<int> pattern)
    {
        _taken.Add(name);
        return parityCase.Get(name, pattern);
    }

    /// <summary>Compares a phase's output, if it was recorded, and keeps it for the phases after it.</summary>
    public void Output(string name, float[] values, Shape shape) => Output(name, values, shape, Bound);

    /// <summary>The same within another bound.</summary>
    public void Output(string name, float[] values, Shape shape, double bound)
    {
        Keep(name, values, shape);
        if (parityCase.Has(name))
            Report.Compare(name, parityCase.Get(name), values, shape, bound);
    }

    /// <summary>Keeps a result that was compared already.</summary>
    public void Keep(string name, float[] values, Shape shape) => _made[name] = new HostTensor(shape, values);

    /// <summary>Whether an input can be had: recorded, or made by a phase before.</summary>
    public bool Has(string name) => parityCase.Has(name) || _made.ContainsKey(name);

    /// <summary>A probe over the names that <paramref name="wanted"/> accepts.</summary>
    public ParityProbe Probe(Func<string, bool> wanted, Func<string, int, string>? recordedName = null, int repeats = 1) =>
        new(parityCase, Report, name => wanted(name) ? Bound : null, recordedName, repeats);

    /// <summary>Runs a phase while the probe watches.</summary>
    public void Watch(ParityProbe probe, Action phase)
    {
        Engine.Probe = probe;
        try
        {
            phase();
        }
        finally
        {
            Engine.Probe = null;
        }
    }
}
