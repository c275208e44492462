using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Tensors.Cpu;

/// <summary>Counting cores in a folder like Linux's.</summary>
public sealed class PhysicalCoresTests
{
    [Theory]
    [InlineData(2, "0-1", "0-1", "2-3", "2-3")]
    [InlineData(2, "0,2", "1,3", "0,2", "1,3")]
    [InlineData(3, "0", "1", "2")]
    public void Hyper_threads_of_a_core_count_once(int cores, params string[] siblings)
    {
        using var folder = new TemporaryFolder();
        for (int i = 0; i < siblings.Length; i++)
        {
            string topology = folder.File($"cpu{i}", "topology");
            Directory.CreateDirectory(topology);
            File.WriteAllText(Path.Combine(topology, "thread_siblings_list"), siblings[i] + "\n");
        }

        Directory.CreateDirectory(folder.File("cpufreq"));
        Assert.Equal(cores, PhysicalCores.CountIn(folder.File()));
    }

    [Fact]
    public void Without_such_a_folder_every_processor_counts()
    {
        Assert.Null(PhysicalCores.CountIn(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString())));
        Assert.InRange(PhysicalCores.Count, 1, Environment.ProcessorCount);
    }
}
