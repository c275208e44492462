using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.HiFT;

/// <summary>Fundamental frequency from the mel. Port of ConvRNNF0Predictor (chatterbox models/s3gen/f0_predictor.py).</summary>
public sealed class F0Predictor
{
    /// <summary>Every second module of the reference's Sequential is an ELU.</summary>
    private readonly Conv1d[] _convs = new Conv1d[5];
    private readonly Linear _classifier;

    /// <summary>Takes <c>condnet</c> and <c>classifier</c>.</summary>
    public F0Predictor(Weights w)
    {
        int channels = FlowReference.MelBins;
        for (int i = 0; i < _convs.Length; i++)
        {
            _convs[i] = Conv1d.Same(w.At("condnet").At(2 * i), inputs: channels);
            channels = _convs[i].Outputs;
        }

        _classifier = new Linear(w.At("classifier"), channels, 1);
    }

    /// <summary>Mel (1, T, 80) to Hz (1, T, 1)</summary>
    public Tensor Forward(Tensor mel)
    {
        using Scope scope = mel.Engine.BeginScope();
        Tensor x = mel;
        foreach (Conv1d conv in _convs)
            x = conv.Forward(x).Activate(ActivationKind.Elu); // (1, T, C)
        return scope.Keep(_classifier.Forward(x).Activate(ActivationKind.Abs)).Tap("hift/f0"); // (1, T, 1)
    }
}
