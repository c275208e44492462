using Chatterbox.Audio.Encoding;

namespace Chatterbox.Tests.Audio.Encoding;

public class EncodedFormatsTests
{
    [Theory]
    [InlineData("wav", EncodedFormat.Wav, "audio/wav", ".wav", false)]
    [InlineData("PCM", EncodedFormat.Pcm, "audio/pcm", ".pcm", false)]
    [InlineData("Mp3", EncodedFormat.Mp3, "audio/mpeg", ".mp3", true)]
    [InlineData("opus", EncodedFormat.Opus, "audio/opus", ".opus", true)]
    [InlineData("aac", EncodedFormat.Aac, "audio/aac", ".aac", true)]
    [InlineData("FLAC", EncodedFormat.Flac, "audio/flac", ".flac", true)]
    public void Each_format_has_a_name_a_type_and_an_extension(
        string name, EncodedFormat format, string type, string extension, bool needsFfmpeg)
    {
        Assert.Equal(format, EncodedFormats.Parse(name));
        Assert.Equal((type, extension, needsFfmpeg), (format.ContentType(), format.FileExtension(), format.NeedsFfmpeg()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ogg")]
    [InlineData("0")]
    [InlineData(" wav")]
    public void What_is_no_name_gives_null(string? name) => Assert.Null(EncodedFormats.Parse(name));

    [Fact]
    public void A_number_that_is_no_format_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ((EncodedFormat)6).ContentType());
        Assert.Throws<ArgumentOutOfRangeException>(() => ((EncodedFormat)(-1)).FileExtension());
        Assert.Throws<ArgumentOutOfRangeException>(() => new AudioEncoders().Create((EncodedFormat)6, Stream.Null));
    }
}
