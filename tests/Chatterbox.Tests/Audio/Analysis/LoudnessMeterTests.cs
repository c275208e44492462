using System.Text.Json;
using Chatterbox.Audio;
using Chatterbox.Audio.Analysis;
using Chatterbox.Audio.Files;
using Chatterbox.Audio.Resampling;

namespace Chatterbox.Tests.Audio.Analysis;

public class LoudnessMeterTests
{
    public static TheoryData<string, int, double, double, int, int> Recordings(bool flac)
    {
        TheoryData<string, int, double, double, int, int> recordings = [];
        using var golden = JsonDocument.Parse(File.ReadAllText(Repo.Path("parity_data", "frontend", "loudness-and-trim.json")));
        foreach (JsonElement entry in golden.RootElement.EnumerateArray())
        {
            string file = entry.GetProperty("file").GetString()!["speech/".Length..];
            if (flac != file.EndsWith(".flac", StringComparison.Ordinal))
                continue;
            JsonElement trim = entry.GetProperty("trim_top_db_20");
            recordings.Add(
                file,
                entry.GetProperty("samples_24k").GetInt32(),
                entry.GetProperty("lufs_24k").GetDouble(),
                entry.GetProperty("rms").GetDouble(),
                trim[0].GetInt32(),
                trim[1].GetInt32());
        }

        return recordings;
    }

    [FfmpegTheory]
    [MemberData(nameof(Recordings), true)]
    public void Whole_recordings_in_flac_give_the_recorded_figures(string file, int samples, double lufs, double rms, int start, int end) =>
        Whole_recordings_give_the_recorded_figures(file, samples, lufs, rms, start, end);

    [Theory]
    [MemberData(nameof(Recordings), false)]
    public void Whole_recordings_give_the_recorded_figures(string file, int samples, double lufs, double rms, int start, int end)
    {
        AudioClip clip = HighQualityResampler.ToMono(new AudioDecoder().Read(Speech.Path(file)), 24000);
        AudioInfo info = AudioInfo.Of(clip);
        Assert.Equal(samples, clip.Frames);
        Assert.Equal(lufs, info.Loudness!.Value, 1e-4);
        Assert.Equal(rms, info.Rms, 1e-6);
        Assert.Equal((start, end), SilenceTrim.FindRange(HighQualityResampler.Resample(clip.Samples, 24000, 16000)));
    }

    [Fact]
    public void A_full_scale_tone_of_997_Hz_measures_minus_3_LUFS()
    {
        // ITU-R BS.1770-4, annex 1: a 0 dBFS 997 Hz sine on one channel reads -3.01 LKFS.
        float[] tone = [.. Enumerable.Range(0, 48000 * 5).Select(i => (float)Math.Sin(2 * Math.PI * 997 * i / 48000))];
        Assert.Equal(-3.01, LoudnessMeter.Measure(tone, 48000)!.Value, 0.1);
    }

    [Fact]
    public void Silence_has_no_loudness_and_stays_silent()
    {
        float[] silence = new float[24000];
        Assert.Equal(double.NegativeInfinity, LoudnessMeter.Measure(silence, 24000));
        Assert.Equal(silence, LoudnessMeter.Normalize(silence, 24000));
    }

    [Fact]
    public void Audio_under_one_block_is_not_measured_nor_changed()
    {
        float[] click = new float[9599];
        click[0] = 1;
        Assert.Null(LoudnessMeter.Measure(click, 24000));
        Assert.Equal(click, LoudnessMeter.Normalize(click, 24000));
        Assert.NotNull(LoudnessMeter.Measure(new float[9600], 24000));
    }

    [Fact]
    public void Pauses_do_not_lower_the_loudness()
    {
        float[] tone = [.. Enumerable.Range(0, 24000 * 4).Select(i => 0.1f * (float)Math.Sin(2 * Math.PI * 440 * i / 24000))];
        double alone = LoudnessMeter.Measure(tone, 24000)!.Value;
        Assert.Equal(alone, LoudnessMeter.Measure([.. tone, .. new float[24000 * 8]], 24000)!.Value, 0.5);
    }
}
