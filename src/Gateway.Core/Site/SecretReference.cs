namespace Gateway.Core.Site;

/// <summary>The name of a secret, as in <c>${secret:mqtt_password}</c>. Its value is read when needed, and never kept, printed or logged.</summary>
public sealed record SecretReference(string Name)
{
    public override string ToString() => $"${{secret:{Name}}}";
}
