using Chatterbox.Audio.Mel;
using Chatterbox.Models.VoiceEncoder;
using Chatterbox.Tensors;

namespace Chatterbox.Tests.Models.VoiceEncoder;

public sealed class VoiceEncoderModelTests
{
    public static TheoryData<string> Cases => RecordedRun.SmallCases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Replays_the_reference(string name)
    {
        using RecordedRun run = new(name);
        Weights weights = run.Weights("ve");
        VoiceEncoderModel model = new(weights);
        weights.VerifyAllUsed();
        float[] embedding = model.Embed(run.Mel("mel/voice_encoder"));
        run.AssertAllSeen("ve/");
        TensorAssert.Close("ref/speaker_emb", run.Floats("ref/speaker_emb"), embedding, RecordedRun.Bound);
    }

    [Fact]
    public void Batches_do_not_change_the_embedding()
    {
        using RecordedRun run = new("original-tiny-long");
        VoiceEncoderModel model = new(run.Weights("ve"));
        run.Engine.Probe = null;
        MelSpectrogram mel = run.Mel("mel/voice_encoder");
        const int Rounds = 4; // 4 x 1370 frames: 71 windows, three batches
        float[] all = new float[Rounds * PartialWindows.Step * 10 * mel.Bins];
        for (int i = 0; i < Rounds; i++)
            mel.Values.AsSpan(0, all.Length / Rounds).CopyTo(all.AsSpan(i * all.Length / Rounds));
        MelSpectrogram repeated = new(all.Length / mel.Bins, mel.Bins, all);
        float[] whole = model.Embed(repeated);

        double[] sum = new double[whole.Length];
        for (int i = 0; i < PartialWindows.Count(repeated.Frames); i++)
        {
            float[] window = new float[PartialWindows.Length * mel.Bins];
            PartialWindows.Copy(all, mel.Bins, i, window);
            float[] one = model.Embed(new MelSpectrogram(PartialWindows.Length, mel.Bins, window));
            for (int c = 0; c < sum.Length; c++)
                sum[c] += one[c];
        }

        Assert.True(PartialWindows.Count(repeated.Frames) > 32);
        Assert.InRange(VoiceSimilarity.Cosine(whole, Array.ConvertAll(sum, value => (float)value)), 1 - 1e-6, 1 + 1e-6);
    }

    [Fact]
    public void A_mel_of_another_kind_is_refused()
    {
        using RecordedRun run = new("pico");
        VoiceEncoderModel model = new(run.Weights("ve"));
        Assert.Throws<ArgumentException>(() => model.Embed(new MelSpectrogram(0, 40, [])));
        Assert.Throws<ArgumentException>(() => model.Embed(new MelSpectrogram(1, 80, new float[80])));
    }
}
