namespace Millrace.Hosting.Configuration;

/// <summary>The keys of a process's settings: those of its options, the common ones, and everything under <c>Logging</c>.</summary>
public sealed class SettingKeys
{
    private const string Logging = "Logging";

    private readonly HashSet<string> _keys = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="options">The class of the process's options.</param>
    public SettingKeys(Type options) => Add(options, "");

    /// <summary>The keys, except those under <c>Logging</c>.</summary>
    public IEnumerable<string> All => _keys.Order(StringComparer.Ordinal);

    /// <summary>Adds the keys of a section that several processes have, and further keys outside of it.</summary>
    public SettingKeys With(string section, Type options, params IEnumerable<string> further)
    {
        Add(options, section);
        _keys.UnionWith(further);
        return this;
    }

    /// <summary>Explains that a key is not one of these, and names the nearest; null where it is one.</summary>
    public string? Explain(string key)
    {
        if (_keys.Contains(key) || key.Split(':')[0].Equals(Logging, StringComparison.OrdinalIgnoreCase)) return null;
        return $"'{key}' is not a setting of this process{NearestWord.Suggestion(key, _keys)}";
    }

    private void Add(Type options, string section)
    {
        foreach (var property in options.GetProperties().Where(static p => p.CanWrite))
        {
            var key = Settings.Key(section, property.Name);
            if (Settings.IsPart(property)) Add(property.PropertyType, key);
            else _keys.Add(key);
        }
    }
}
