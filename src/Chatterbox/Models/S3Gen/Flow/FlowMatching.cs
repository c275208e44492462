using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.Flow;

/// <summary>
/// S3Gen's flow matching: speech tokens and a reference to the mel of the speech (CosyVoice 2, Du et al. 2024). The tokens are
/// read after those of the reference, whose mel is known; the flow fills in the rest.
/// Port of CausalMaskedDiffWithXvec in chatterbox models/s3gen/flow.py.
/// </summary>
public sealed class FlowMatching
{
    /// <summary>Guidance may be computed as rarely as every fourth step.</summary>
    public const int MaxGuidanceEvery = 4;

    private const float NormalizeEps = 1e-12f;

    private readonly Engine _engine;
    private readonly Embedding _tokens;
    private readonly Linear _speaker;
    private readonly UpsampleConformerEncoder _encoder;
    private readonly Linear _encoderProjection;
    private readonly EulerSolver _solver;

    /// <summary>Takes the tensors under <c>flow</c> of s3gen or s3gen_meanflow; the latter is told by its time_embed_mixer.</summary>
    /// <exception cref="CheckpointException">A tensor is missing or has another shape.</exception>
    public FlowMatching(Weights w)
    {
        _engine = w.Engine;
        _tokens = new Embedding(w.At("input_embedding"));
        _speaker = new Linear(w.At("spk_embed_affine_layer"), outputs: FlowReference.MelBins);
        _encoder = new UpsampleConformerEncoder(w.At("encoder").For(WeightRole.Renderer), _tokens.Channels);
        _encoderProjection = new Linear(w.At("encoder_proj"), _encoder.Channels, FlowReference.MelBins);
        _solver = new EulerSolver(w.At("decoder"));
    }

    /// <summary>Speech token ids are below this.</summary>
    public int TokenCount => _tokens.Entries;

    /// <summary>Values of an x-vector: 192.</summary>
    public int XVectorSize => _speaker.Inputs;

    /// <summary>Solver steps where none are asked for: 10 with guidance, 2 for mean-flow checkpoints.</summary>
    public int DefaultSteps => _solver.DefaultSteps;

    /// <summary>Whether the solver guides: not in mean-flow checkpoints.</summary>
    public bool IsGuided => _solver.IsGuided;

    /// <summary>Rows that the estimator computes in so many steps, <see cref="DefaultSteps"/> if null: two in a guided one, else one.</summary>
    public int EstimatorRows(int? steps, int guidanceEvery)
    {
        int count = steps ?? DefaultSteps;
        return count + (IsGuided ? Enumerable.Range(0, count).Count(step => EulerSolver.IsGuidedStep(step, count, guidanceEvery)) : 0);
    }

    /// <summary>
    /// The log mel (1, T, 80) of the tokens, 50 frames a second, without the prompt: two frames a token, and one less in all
    /// where the reference has an odd number of frames.
    /// </summary>
    /// <param name="speechTokens">Speech tokens at 25 Hz, without start and stop; at least one.</param>
    /// <param name="reference">The voice.</param>
    /// <param name="noise">Where the flow starts.</param>
    /// <param name="steps">Solver steps; <see cref="DefaultSteps"/> if null.</param>
    /// <param name="guidanceEvery">
    /// Guidance is computed at every such step, 1 to <see cref="MaxGuidanceEvery"/>, and at the last; the steps between reuse it.
    /// 1, every step, is the reference.
    /// </param>
    /// <param name="progress">Called after every encoder layer and estimator block.</param>
    /// <param name="cancellation">Stops the run after the encoder layer, resnet block or transformer block at hand.</param>
    /// <exception cref="ArgumentException">
    /// There are no tokens, an id is not a speech token, the x-vector has another length, or steps are to reuse guidance where there is none.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is not positive, or <paramref name="guidanceEvery"/> is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public Tensor Forward(
        ReadOnlySpan<int> speechTokens,
        FlowReference reference,
        FlowNoise noise,
        int? steps = null,
        int guidanceEvery = 1,
        Action<FlowProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        int stepCount = steps ?? DefaultSteps;
        Validate(speechTokens, reference, stepCount, guidanceEvery);
        var monitor = new FlowMonitor(_encoder.LayerCount + stepCount * _solver.BlocksPerStep, progress, cancellation);
        using Scope scope = _engine.BeginScope();
        Tensor speaker = Speaker(reference.XVector).Tap("flow/spk"); // (1, 80)
        Tensor tokens = _tokens.Forward([.. reference.PromptTokens, .. speechTokens]); // (P+N, C)
        tokens = tokens.Reshape(new Shape(1, tokens.Dim(0), tokens.Dim(1))).Tap("flow/token_emb"); // (1, P+N, C)
        Tensor mu = _encoderProjection.Forward(_encoder.Forward(tokens, monitor)).Tap("flow/mu"); // (1, T, 80)
        int frames = mu.Dim(1), promptFrames = reference.PromptFrames;
        Tensor mel = _solver.Forward(Noise(noise, frames), mu, speaker, Prompt(reference, frames), stepCount, guidanceEvery, monitor); // (1, T, 80)
        return scope.Keep(mel.Slice(1, promptFrames, frames - promptFrames)).Tap("flow/mel"); // (1, T - prompt, 80)
    }

    private Tensor Speaker(float[] xVector)
    {
        Tensor x = _engine.FromHost(xVector, new Shape(1, xVector.Length)); // (1, 192)
        return _speaker.Forward(_engine.L2Normalize(x, NormalizeEps)); // (1, 80)
    }

    /// <summary>The mel of the prompt, then zeros: (1, T, 80)</summary>
    private Tensor Prompt(FlowReference reference, int frames)
    {
        int known = reference.PromptFrames;
        Tensor mel = _engine.FromHost(reference.PromptMel, new Shape(1, known, FlowReference.MelBins));
        return _engine.Concat(1, mel, _engine.Zeros(new Shape(1, frames - known, FlowReference.MelBins)));
    }

    private Tensor Noise(FlowNoise noise, int frames)
    {
        float[] values = new float[frames * FlowReference.MelBins];
        noise(0, values);
        return _engine.FromHost(values, new Shape(1, frames, FlowReference.MelBins));
    }

    private void Validate(ReadOnlySpan<int> speechTokens, FlowReference reference, int steps, int guidanceEvery)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(guidanceEvery, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(guidanceEvery, MaxGuidanceEvery);
        if (guidanceEvery > 1 && !IsGuided)
            throw new ArgumentException("This checkpoint's flow has no guidance that steps could reuse.", nameof(guidanceEvery));
        if (speechTokens.IsEmpty)
            throw new ArgumentException("There are no speech tokens to speak.", nameof(speechTokens));
        RequireTokens(speechTokens, nameof(speechTokens));
        RequireTokens(reference.PromptTokens, nameof(reference));
        if (reference.XVector.Length != XVectorSize)
            throw new ArgumentException($"The x-vector has {reference.XVector.Length} values; this checkpoint takes {XVectorSize}.", nameof(reference));
    }

    private void RequireTokens(ReadOnlySpan<int> tokens, string parameter)
    {
        foreach (int token in tokens)
            if ((uint)token >= (uint)TokenCount)
                throw new ArgumentException($"{token} is not a speech token; ids run from 0 to {TokenCount - 1}. Drop start and stop tokens first.", parameter);
    }
}
