using Chatterbox.Server.Engine;
using Chatterbox.Tests.Pipeline;

namespace Chatterbox.Tests.Server.Engine;

public sealed class LoadedModelTests
{
    [Fact]
    public void Loading_is_given_up_when_the_server_goes_down()
    {
        using var folder = new TinyModelFolder("nano-tiny");
        var source = new ModelSource(folder.Path, null, null, AllowRandom: true);
        Assert.Throws<OperationCanceledException>(
            () => new LoadedModel(source, new EngineSettings(), () => { }, new CancellationToken(canceled: true)));
    }
}
