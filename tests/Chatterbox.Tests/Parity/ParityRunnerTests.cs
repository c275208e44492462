using Chatterbox.Parity;
using Chatterbox.Server;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Parity;

public sealed class ParityRunnerTests
{
    /// <summary>What a run takes in and so cannot be compared with.</summary>
    private static readonly string[] Inputs = ["audio/ref_24k", "noise/flow", "noise/flow_generated", "noise/sine", "noise/sine_phase", "t3/uniforms"];

    public static TheoryData<string, bool> Cases()
    {
        var cases = new TheoryData<string, bool>();
        foreach (string name in ParityCases.TinyAndPico)
        {
            cases.Add(name, false);
            cases.Add(name, true);
        }

        cases.Add("nano-full", false);
        cases.Add("nano-full", true);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_tensor_equals_the_reference(string name, bool chained)
    {
        using ParityCase parityCase = ParityCases.Open(name);
        using var engine = new CpuEngine(2);
        ParityReport report = Runner(parityCase, engine).Run(null, chained);
        ParityCases.AssertPassed(report);
        if (!chained)
            Assert.Empty(parityCase.Tensors.Names.Except(Inputs).Except(report.Lines.Select(line => line.Name)));
    }

    [Fact]
    public void A_phase_alone_reports_only_its_own()
    {
        using ParityCase parityCase = ParityCases.Open("original-tiny");
        using var engine = new CpuEngine(2);
        ParityReport report = Runner(parityCase, engine).Run(4, chained: true);
        Assert.Equal(["text/normalized", "text/token_ids"], report.Lines.Select(line => line.Name));
        ParityCases.AssertPassed(report);
    }

    [Fact]
    public void Another_seed_fails()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        foreach (string file in Directory.GetFiles(Repo.Path("parity_data", "original-tiny")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        string json = Path.Combine(folder, "case.json");
        File.WriteAllText(json, File.ReadAllText(json).Replace("\"seed\": 1,", "\"seed\": 2,", StringComparison.Ordinal));
        try
        {
            using ParityCase parityCase = ParityCase.Open(folder);
            using var engine = new CpuEngine(2);
            ParityReport report = Runner(parityCase, engine).Run(3, chained: false);
            Assert.Equal(0, report.Passed);
            Assert.Contains("largest difference", report.Lines[0].Detail, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ParityRunner Runner(ParityCase parityCase, CpuEngine engine)
    {
        string? model = ParityCases.ModelFolder(parityCase.Name);
        return new ParityRunner(parityCase, engine, model, BundledFiles.TokenizerFolder(parityCase.Family, model), recording: null);
    }
}
