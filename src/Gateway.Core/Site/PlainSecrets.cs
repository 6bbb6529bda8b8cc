namespace Gateway.Core.Site;

/// <summary>Passwords that stand in a site file itself, under the names by which the model refers to them. Never printed.</summary>
public sealed class PlainSecrets
{
    private readonly Dictionary<string, string> _values = [];

    /// <summary>The value behind a reference of the model; null when it is a real secret and lies in the secrets folder.</summary>
    public string? Find(SecretReference secret) => _values.GetValueOrDefault(secret.Name);

    /// <summary>The name under which a feed's own password is kept; no secret in the folder can be called so.</summary>
    internal static string NameOf(string feed) => $"site:{feed}/password";

    internal void Add(string name, string value) => _values[name] = value;

    internal IReadOnlyCollection<string> Values => _values.Values;
}
