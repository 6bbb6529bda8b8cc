using System.Globalization;

namespace Gateway.Benchmarks;

/// <summary>What a process has cost so far, as the kernel counts it.</summary>
internal sealed class ProcessMeter(int processId)
{
    // proc(5): utime and stime are in clock ticks, of which Linux has shown 100 a second to user space since ever.
    private const double TicksPerSecond = 100;

    /// <summary>CPU seconds in user and kernel mode.</summary>
    public double CpuSeconds
    {
        get
        {
            string stat = File.ReadAllText($"/proc/{processId}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
    }

    /// <summary>Resident memory now, and the most it has been: megabytes of 1,000,000 bytes.</summary>
    public (double Now, double Peak) ResidentMegabytes => (Status("VmRSS:"), Status("VmHWM:"));

    /// <summary>Bytes that the process caused to be written to disk.</summary>
    public long WrittenBytes => long.Parse(
        File.ReadLines($"/proc/{processId}/io").First(line => line.StartsWith("write_bytes:", StringComparison.Ordinal)).Split(' ')[1],
        CultureInfo.InvariantCulture);

    private double Status(string name)
    {
        string line = File.ReadLines($"/proc/{processId}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
