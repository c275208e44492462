using Chatterbox.Audio.Resampling;

namespace Chatterbox.Tests.Audio.Resampling;

public class DotProductTests
{
    [Fact]
    public void Vectors_agree_with_the_plain_loop_at_every_length()
    {
        Random random = new(1);
        for (int length = 0; length < 200; length++)
        {
            float[] a = [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];
            float[] b = [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];
            double exact = a.Zip(b, (x, y) => (double)x * y).Sum();
            Assert.Equal(exact, DotProduct.Of(a, b), 1e-5);
            Assert.Equal(exact, DotProduct.Scalar(a, b), 1e-5);
        }
    }

    [Fact]
    public void Not_a_number_is_not_lost()
    {
        float[] a = new float[67];
        a[66] = float.NaN;
        Assert.True(float.IsNaN(DotProduct.Of(a, new float[67])));
    }

    [Fact]
    public void Unequal_lengths_are_a_bug() =>
        Assert.Throws<InvalidOperationException>(() => DotProduct.Of(new float[3], new float[4]));
}
