using Gateway.Core.Profiles;

namespace Gateway.Simulation;

/// <summary>Gives a status word the number that means "all is well".</summary>
internal static class StatusWordWriter
{
    /// <summary>Writes all status words of a unit. Several that judge by the same bits must agree on them.</summary>
    public static void WriteHealthy(RegisterBank bank, IEnumerable<StatusWord> words)
    {
        foreach (var same in words.GroupBy(word => word.Reference))
            RegisterNumber.Write(bank, same.Key, Healthy(same.First() with { Rules = [.. same.SelectMany(word => word.Rules)] }));
    }

    /// <summary>
    /// A number that no troubling rule matches: for an enumeration the one that is Good, for bits zero with the bits set that mean trouble when 0.
    /// </summary>
    public static ulong Healthy(StatusWord status)
    {
        ulong number = 0;
        foreach (var rule in status.Rules)
        {
            if (rule.Quality.IsGood) return rule.Equal;
            if (rule.Equal == 0 && ulong.PopCount(rule.Mask) == 1) number |= rule.Mask;
        }
        // An enumeration without a Good row is healthy at whatever number no row names.
        while (status.Rules.Any(rule => (number & rule.Mask) == rule.Equal)) number++;
        return number;
    }
}
