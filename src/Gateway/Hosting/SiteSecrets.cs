using Gateway.Core.Documents;
using Gateway.Core.Site;

namespace Gateway.Hosting;

/// <summary>
/// Where feeds get their secrets: from the secret store, or from the site file itself where a person put a password in plain sight (and was warned).
/// </summary>
internal sealed class SiteSecrets(SecretStore store, PlainSecrets plain)
{
    public Secret Find(SecretReference reference) => plain.Find(reference) is { } value ? Secret.Of(value) : store.Find(reference);

    /// <summary>The file that holds a secret, for what reads files itself.</summary>
    public string FileOf(SecretReference reference) => store.FileOf(reference);

    /// <summary>What is wrong with the secrets that a site needs; empty when all are there.</summary>
    public IEnumerable<(string Secret, Wording Problem)> ProblemsOf(SiteModel site)
    {
        foreach (var feed in site.Feeds)
            foreach (var reference in new[] { feed.Password, feed.ClientKey })
                if (reference is not null && Find(reference).Problem is { } problem)
                    yield return (reference.Name, ($"feed {feed.Name}: {problem.English}", $"上报 {feed.Name}：{problem.Chinese}"));
    }
}
