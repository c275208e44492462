using Chatterbox.Audio.Mel;
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
            int[] tokens = Tokenize(context, model, "", S3TokenizerModel.MaxFrames / S3TokenizerModel.FramesPerToken, out int open);
            int pairs = context.Case.Tensors.ShapeOf("mel/s3gen").Last / 2;
            context.Report.CompareIds("ref/prompt_token", context.Case.Ids("ref/prompt_token"), tokens.AsSpan(0, Math.Min(tokens.Length, pairs)), open);
            tokens = Tokenize(context, model, ".1", FamilyTraits.Of(context.Case.Family).PromptTokens, out open);
            context.Report.CompareIds("ref/t3_prompt_tokens", context.Case.Ids("ref/t3_prompt_tokens"), tokens, open);
        });
    }

    private static int[] Tokenize(ParityContext context, S3TokenizerModel model, string suffix, int maxTokens, out int open)
    {
        Shape shape = context.Case.Tensors.ShapeOf($"mel/s3tokenizer{suffix}");
        int bins = shape[shape.Rank - 2];
        float[] mel = context.Input($"mel/s3tokenizer{suffix}");
        int frames = mel.Length / bins;
        int[] tokens = model.Tokenize(new MelSpectrogram(frames, bins, Layout.Swap(mel, frames, bins)), maxTokens);
        open = OnThreshold(context.Case.Tensors.ReadFloats($"s3tok/projected{suffix}"));
        context.Report.CompareIds($"s3tok/tokens{suffix}", context.Case.Ids($"s3tok/tokens{suffix}"), tokens, open);
        if (open > 0)
            context.Report.Remark($"{open} tokens on a threshold");
        return tokens;
    }

    /// <summary>How many recorded tokens have a digit that rounding may take either way.</summary>
    private static int OnThreshold(float[] projected)
    {
        int count = 0;
        for (int token = 0; token < projected.Length; token += FsqCodebook.Digits)
            if (projected.AsSpan(token, FsqCodebook.Digits).ToArray().Any(IsOnThreshold))
                count++;
        return count;
    }

    private static bool IsOnThreshold(float value) => Math.Abs(Math.Abs(DigitScale * Math.Tanh(value)) - Threshold) < ThresholdWidth;
}
