namespace Chatterbox.Tensors.Cpu;

/// <summary>
/// How many cores the process has, hyper-threads of one core counted once: two of them share one set of multipliers, so that a
/// second thread on a core gains nothing in a product.
/// </summary>
internal static class PhysicalCores
{
    private const string LinuxFolder = "/sys/devices/system/cpu";

    /// <summary>Cores of this machine, at most the processors that the process may use.</summary>
    public static int Count => Math.Min(Environment.ProcessorCount, CountIn(LinuxFolder) ?? int.MaxValue);

    /// <summary>Cores listed in a folder of Linux's sysfs, one "cpuN/topology/thread_siblings_list" for each processor; null without any.</summary>
    public static int? CountIn(string folder)
    {
        try
        {
            var cores = new HashSet<string>();
            foreach (string processor in Directory.EnumerateDirectories(folder, "cpu*"))
            {
                string siblings = Path.Combine(processor, "topology", "thread_siblings_list");
                if (File.Exists(siblings))
                    cores.Add(File.ReadAllText(siblings).Trim());
            }

            return cores.Count > 0 ? cores.Count : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
