namespace Gateway.Core.Profiles;

/// <summary>What a device's settings leave open of a point's unit or meaning, because no register tells it in a way that the source explains.</summary>
/// <param name="Choices">UCUM codes of the units that it can be set to; empty when any unit that can be converted is possible.</param>
/// <param name="Codes">Registers whose codes tell it, in a table that is not public: the site says which codes stand there when all is right.</param>
/// <param name="IsVital">Whether readings are unconfirmed until the site has said it.</param>
public sealed record UnitSetting(IReadOnlyList<string> Choices, IReadOnlyList<RegisterReference> Codes, bool IsVital)
{
    internal UnitSetting With(Func<RegisterReference, RegisterReference> change) => this with { Codes = [.. Codes.Select(change)] };
}
