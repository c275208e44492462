using Chatterbox.Audio.Mel;
using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Models.S3Tokenizer;
using Chatterbox.Pipeline;
using Chatterbox.Tensors;

namespace Chatterbox.Parity;

/// <summary>
/// Phase 2: the S3 tokens of the reference recording, for S3Gen and for T3. A digit of a token that lies on a rounding threshold in the
/// recording may fall on either side; later phases go on with the recorded tokens.
/// </summary>
public static class TokenizerPhase
{
    private const double ThresholdWidth = 1e-3;
    private const double Threshold = 0.5;
    private const double DigitScale = 0.999;

    /// <summary>Runs the phase.</summary>
    public static void Run(ParityContext context)
    {
        var model = new S3TokenizerModel(new Weights(context.Engine, context.Sources.S3Gen).At("tokenizer"));
        context.Watch(context.Probe(name => name.StartsWith("s3tok/", StringComparison.Ordinal)), () =>
        {
            (int[] tokens, HashSet<int> open) = Tokenize(context, model, "", S3TokenizerModel.MaxFrames / S3TokenizerModel.FramesPerToken);
            int pairs = context.Recorded("mel/s3gen", FlowReference.MelBins, ShapePattern.Any).Shape.Last / 2;
            context.Report.CompareIds("ref/prompt_token", context.Case.Ids("ref/prompt_token"), tokens.AsSpan(0, Math.Min(tokens.Length, pairs)), open);
            (tokens, open) = Tokenize(context, model, ".1", FamilyTraits.Of(context.Case.Family).PromptTokens);
            context.Report.CompareIds("ref/t3_prompt_tokens", context.Case.Ids("ref/t3_prompt_tokens"), tokens, open);
        });
    }

    private static (int[] Tokens, HashSet<int> Open) Tokenize(ParityContext context, S3TokenizerModel model, string suffix, int maxTokens)
    {
        float[] mel = context.Input($"mel/s3tokenizer{suffix}", model.Bins, ShapePattern.Any);
        int frames = mel.Length / model.Bins;
        int[] tokens = model.Tokenize(new MelSpectrogram(frames, model.Bins, Layout.Swap(mel, frames, model.Bins)), maxTokens);
        HashSet<int> open = OnThreshold(context.Recorded($"s3tok/projected{suffix}", ShapePattern.Any, FsqCodebook.Digits).Values);
        context.Report.CompareIds($"s3tok/tokens{suffix}", context.Case.Ids($"s3tok/tokens{suffix}"), tokens, open);
        if (open.Count > 0)
            context.Report.Remark($"{open.Count} tokens on a threshold");
        return (tokens, open);
    }

    /// <summary>The places of the recorded tokens, rows of eight values, that have a digit which rounding may take either way.</summary>
    internal static HashSet<int> OnThreshold(ReadOnlySpan<float> projected)
    {
        var places = new HashSet<int>();
        for (int i = 0; i < projected.Length; i++)
            if (IsOnThreshold(projected[i]))
                places.Add(i / FsqCodebook.Digits);
        return places;
    }

    private static bool IsOnThreshold(float value) => Math.Abs(Math.Abs(DigitScale * Math.Tanh(value)) - Threshold) < ThresholdWidth;
}
