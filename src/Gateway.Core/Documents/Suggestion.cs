namespace Gateway.Core.Documents;

/// <summary>The one word that was probably meant: another case, or at most two letters away.</summary>
internal static class Suggestion
{
    private const int Farthest = 2;

    public static string? For(string word, IEnumerable<string> known)
    {
        if (word.Length is 0 or > 80) return null;
        string folded = Folded(word);
        string? nearest = null;
        int least = Math.Min(Farthest, (word.Length - 1) / 2) + 1;
        foreach (string candidate in known)
        {
            int distance = candidate == word ? int.MaxValue : Folded(candidate) == folded ? 0 : Distance(word, candidate);
            if (distance >= least) continue;
            least = distance;
            nearest = candidate;
        }
        return nearest;
    }

    private static string Folded(string word) => word.ToUpperInvariant().Replace('-', '_');

    /// <summary>Edit distance with neighbouring letters exchanged counted once (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > Farthest) return int.MaxValue;
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) cost[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) cost[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int change = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(change, 1 + Math.Min(cost[i - 1, j], cost[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }
        return cost[a.Length, b.Length];
    }
}
