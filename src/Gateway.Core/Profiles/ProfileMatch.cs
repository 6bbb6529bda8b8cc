namespace Gateway.Core.Profiles;

/// <summary>How well a profile fits a device.</summary>
/// <param name="Form">The profile, or the variant of it.</param>
/// <param name="Agreed">Identity checks that the device passes.</param>
/// <param name="Checks">How many there are; at least 1.</param>
/// <param name="Against">The first check that failed, with what was expected and what was found; null when all agree.</param>
public sealed record ProfileMatch(ProfileModel Form, int Agreed, int Checks, string? Against)
{
    public bool Fits => Agreed == Checks;

    public string Name => Form.Variant is null ? Form.Name : $"{Form.Name} ({Form.Variant})";
}
