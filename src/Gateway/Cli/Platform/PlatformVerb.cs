namespace Gateway.Cli.Platform;

/// <summary><c>envgw platform</c>: what a platform does, at its broker.</summary>
internal static class PlatformVerb
{
    public static Verb Create() =>
        new("platform", ("The platform's side: receive what gateways send, and check it.", "平台一侧：接收并核对网关上报的数据。")) { PlatformVerifyVerb.Create() };
}
