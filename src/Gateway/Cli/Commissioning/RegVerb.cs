namespace Gateway.Cli.Commissioning;

/// <summary><c>envgw reg read|sweep|write</c>: registers of one unit.</summary>
internal static class RegVerb
{
    public static Verb Create() => new("reg", ("Registers of one unit.", "一个从站的寄存器。"))
    {
        RegReadVerb.Create(), RegSweepVerb.Create(), RegWriteVerb.Create(),
    };
}
