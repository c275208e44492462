using Chatterbox.Tensors;
using Chatterbox.Tensors.ShapeOnly;

namespace Chatterbox.Tests.Tensors;

public class WeightsTests
{
    private static readonly (string Name, Shape Shape)[] Names =
    [
        ("embed.weight", new Shape(8, 4)),
        ("layers.0.norm.weight", new Shape(4)),
        ("layers.1.norm.weight", new Shape(4)),
        ("layers.1.norm.bias", new Shape(4)),
        ("layers.1.steps", new Shape()),
        ("layers.10.norm.weight", new Shape(4)),
        ("layersnot.0", new Shape(1)),
    ];

    [Fact]
    public void A_path_leads_to_the_tensor()
    {
        Weights weights = Inventory();
        Assert.Equal("layers.1.norm.", weights.At("layers").At(1).At("norm").Prefix);
        Assert.True(weights.At("layers.1.norm").Has("bias"));
        Assert.False(weights.At("layers.0.norm").Has("bias"));
        Assert.Equal(new Shape(8, 4), weights.At("embed").ShapeOf("weight"));
        Assert.Equal(new Shape(8, 4), weights.Get("embed.weight", -1, 4).Shape);
        Assert.Equal(new Shape(8, 4), weights.Get("embed.weight").Shape);
        Assert.True(weights.At("layers.1.norm").TryGet("bias", out HostTensor? bias, 4));
        Assert.Equal(new Shape(4), bias.Shape);
        Assert.False(weights.At("layers.0.norm").TryGet("bias", out _, 4));
    }

    [Fact]
    public void A_missing_tensor_is_named()
    {
        CheckpointException error = Assert.Throws<CheckpointException>(() => Inventory().At("layers").At(0).Get("q.weight", 4, -1));
        Assert.Equal("inventory: the tensor 'layers.0.q.weight' of shape (4, any) is missing.", error.Message);
        Assert.Throws<CheckpointException>(() => Inventory().ShapeOf("absent"));
    }

    [Theory]
    [InlineData(new[] { 8, 5 }, "(8, 5)")]
    [InlineData(new[] { -1, 5 }, "(any, 5)")]
    [InlineData(new[] { 8 }, "(8)")]
    [InlineData(new[] { 8, 4, 1 }, "(8, 4, 1)")]
    public void Another_shape_is_refused_with_both_shapes(int[] expected, string described)
    {
        CheckpointException error = Assert.Throws<CheckpointException>(() => Inventory().At("embed").Get("weight", expected));
        Assert.Equal($"inventory: 'embed.weight' has the shape (8, 4), not {described}.", error.Message);
        Assert.Throws<CheckpointException>(() => Inventory().At("embed").TryGet("weight", out _, expected));
        Assert.Throws<CheckpointException>(() => Inventory().At("embed").Expect("weight", expected));
    }

    [Fact]
    public void Children_are_listed_once_in_order()
    {
        Assert.Equal(["embed", "layers", "layersnot"], Inventory().Children());
        Assert.Equal(["norm", "steps"], Inventory().At("layers.1").Children());
    }

    [Fact]
    public void Numbered_children_are_counted()
    {
        Weights weights = Weights.FromInventory("inventory", [Pair("a.0.w"), Pair("a.1.w"), Pair("a.x"), Pair("b.0"), Pair("b.2")]);
        Assert.Equal(2, weights.Count("a"));
        Assert.Equal(0, weights.Count("c"));
        Assert.Contains("'b' has 2 numbered parts, but no 1", Assert.Throws<CheckpointException>(() => weights.Count("b")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_left_over_are_named_unless_allowed()
    {
        Weights weights = Inventory();
        weights.Get("embed.weight");
        foreach (int layer in (int[])[0, 1, 10])
            weights.At("layers").At(layer).Get("norm.weight", 4);
        CheckpointException error = Assert.Throws<CheckpointException>(() => weights.VerifyAllUsed("*.steps"));
        Assert.Contains("2 of the tensors: layers.1.norm.bias, layersnot.0.", error.Message, StringComparison.Ordinal);
        weights.At("embed").VerifyAllUsed();
        Assert.Throws<CheckpointException>(() => weights.At("layers").VerifyAllUsed("*.steps"));
        weights.Get("layersnot.0");
        weights.VerifyAllUsed("*.steps", "layers.*.bias");
        weights.At("layers").At(1).Skip("norm.bias");
        weights.At("layers").At(1).Skip("absent");
        weights.VerifyAllUsed("*.steps");
    }

    [Fact]
    public void Several_sources_act_as_one_but_may_not_share_a_name()
    {
        using ShapeOnlySource a = new("a", [Pair("x")]);
        using ShapeOnlySource b = new("b", [Pair("y")]);
        using ShapeOnlySource c = new("c", [Pair("x")]);
        Assert.Equal(["x", "y"], new Weights(a, b).Children());
        Assert.Contains("'x' is both in a and in c", Assert.Throws<CheckpointException>(() => new Weights(a, c)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shape_alone_has_no_values()
    {
        HostTensor tensor = Inventory().Get("embed.weight").Reshape(new Shape(32));
        Assert.False(tensor.HasValues);
        Assert.Equal(new Shape(32), tensor.Shape);
        tensor.Release();
        Assert.Throws<InvalidOperationException>(() => tensor.Values.Length);
    }

    private static Weights Inventory() => Weights.FromInventory("inventory", Names.Select(n => KeyValuePair.Create(n.Name, n.Shape)));

    private static KeyValuePair<string, Shape> Pair(string name) => KeyValuePair.Create(name, new Shape(1));
}
