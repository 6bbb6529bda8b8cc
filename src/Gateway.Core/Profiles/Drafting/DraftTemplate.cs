namespace Gateway.Core.Profiles.Drafting;

/// <summary>Kinds of devices for which there is an example to begin with.</summary>
public enum DraftTemplate
{
    /// <summary>An analyser: pH and temperature.</summary>
    Water,

    /// <summary>A weighing terminal: gross and net.</summary>
    Waste,

    /// <summary>A room monitor: CO2, temperature and humidity.</summary>
    Hvac,
}
