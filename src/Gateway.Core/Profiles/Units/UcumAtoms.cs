namespace Gateway.Core.Profiles.Units;

/// <summary>The unit atoms and prefixes of UCUM that can be met in water, waste and air, with a wide margin; in the case-sensitive spelling.</summary>
/// <remarks>The Unified Code for Units of Measure, version 2.1, tables 1 to 23 and the arbitrary units of chapter 4. Only metric atoms take a prefix.</remarks>
internal static class UcumAtoms
{
    private static readonly string[] _prefixes =
    [
        "Y", "Z", "E", "P", "T", "G", "M", "k", "h", "da", "d", "c", "m", "u", "n", "p", "f", "a", "z", "y", "Ki", "Mi", "Gi", "Ti",
    ];

    private static readonly HashSet<string> _metric = Words(
        "m s g rad K C cd mol sr Hz N Pa J W A V F Ohm S Wb Cel T H lm lx Bq Gy Sv l L ar t bar u eV pc [c] [k] [e] [g] gf g% kat U [iU] [IU] "
        + "m[H2O] m[Hg] cal_[15] cal_[20] cal_m cal_IT cal_th cal tex Np B B[SPL] B[V] B[mV] B[uV] B[10.nV] B[W] B[kW] Ky Gal dyn erg P Bi St "
        + "Mx G Oe Gb sb ph Lmb "
        + "Ci R RAD REM bit By Bd eq osm st mho [m/s2/Hz^(1/2)]");

    private static readonly HashSet<string> _plain = Words(
        "% [ppth] [ppm] [ppb] [pptr] 10* 10^ [pi] deg ' '' gon min h d a a_t a_j a_g wk mo mo_s mo_j mo_g AU atm att bit_s [pH] [h] [eps_0] "
        + "[mu_0] [G] [ly] circ sph "
        + "[in_i] [ft_i] [yd_i] [mi_i] [nmi_i] [kn_i] [fth_i] [sin_i] [sft_i] [syd_i] [cin_i] [cft_i] [cyd_i] [mil_i] [cml_i] [in_us] [ft_us] "
        + "[yd_us] [mi_us] [acr_us] "
        + "[gal_us] [bbl_us] [qt_us] [pt_us] [foz_us] [gal_br] [pt_br] [foz_br] [gr] [lb_av] [oz_av] [dr_av] [scwt_av] [lcwt_av] [ston_av] "
        + "[lton_av] [stone_av] [lbf_av] "
        + "[psi] [degF] [degR] [degRe] [in_i'H2O] [in_i'Hg] [HP] [Btu] [Btu_39] [Btu_59] [Btu_60] [Btu_IT] [Btu_m] [Btu_th] [Cal] [car_m] "
        + "[CFU] [PFU] [drp] [HPF] [LPF] [S] "
        + "[p'diop] [mesh_i] [smgs_i] [wood'U] [mclg'U]");

    public static bool IsAtom(ReadOnlySpan<char> symbol) =>
        _plain.GetAlternateLookup<ReadOnlySpan<char>>().Contains(symbol) || IsMetric(symbol) || IsPrefixed(symbol);

    private static bool IsPrefixed(ReadOnlySpan<char> symbol)
    {
        foreach (string prefix in _prefixes)
            if (symbol.StartsWith(prefix) && IsMetric(symbol[prefix.Length..])) return true;
        return false;
    }

    private static bool IsMetric(ReadOnlySpan<char> symbol) => _metric.GetAlternateLookup<ReadOnlySpan<char>>().Contains(symbol);

    private static HashSet<string> Words(string list) => new(list.Split(' '), StringComparer.Ordinal);
}
