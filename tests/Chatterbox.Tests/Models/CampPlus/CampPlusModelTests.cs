using Chatterbox.Audio.Mel;
using Chatterbox.Models.CampPlus;
using Chatterbox.Tensors;

namespace Chatterbox.Tests.Models.CampPlus;

public sealed class CampPlusModelTests
{
    public static TheoryData<string> Cases => RecordedRun.SmallCases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Replays_the_reference(string name)
    {
        using RecordedRun run = new(name);
        Weights weights = run.Weights("s3gen").At("speaker_encoder");
        CampPlusModel model = new(weights);
        weights.VerifyAllUsed();
        float[] embedding = model.Embed(run.Mel("mel/campplus_fbank", timeFirst: true));
        run.AssertAllSeen("campplus/");
        TensorAssert.Close("ref/embedding", run.Floats("ref/embedding"), embedding, RecordedRun.Bound);
    }

    [Fact]
    public void A_mel_of_another_kind_or_length_is_refused()
    {
        using RecordedRun run = new("pico");
        CampPlusModel model = new(run.Weights("s3gen").At("speaker_encoder"));
        Assert.Throws<ArgumentException>(() => model.Embed(new MelSpectrogram(2, 80, new float[160])));
        Assert.Throws<ArgumentException>(() => model.Embed(new MelSpectrogram(3, 40, new float[120])));
        Assert.All(model.Embed(new MelSpectrogram(3, 80, new float[240])), value => Assert.True(float.IsFinite(value)));
    }
}
