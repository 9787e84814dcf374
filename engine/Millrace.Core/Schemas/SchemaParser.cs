using System.Globalization;
using System.Text;

namespace Millrace.Core.Schemas;

/// <summary>Parses the text of a schema, by recursive descent.</summary>
internal sealed class SchemaParser(string text)
{
    private const int MaxDepth = 200;
    private int _at;
    private int _depth;

    public Schema Parse()
    {
        var schema = Next();
        return _at == text.Length ? schema : throw Unexpected("the end");
    }

    private Schema Next()
    {
        if (++_depth > MaxDepth)
            throw Unexpected($"at most {MaxDepth} levels");
        var name = Name();
        var schema = Taken('{') ? Object(name) : Taken('(') ? Call(name) : Schema.Primitive(name);
        while (Taken('?'))
            schema = Schema.Nullable(schema);
        _depth--;
        return schema;
    }

    private Schema Call(string name)
    {
        switch (name)
        {
            case "list":
                return Closed(Schema.List(Next()));
            case "set":
                return Closed(Schema.Set(Next()));
            case "map":
                var key = Next();
                Take(',');
                return Closed(Schema.Map(key, Next()));
            case "enum":
                return Enum();
            case "custom":
                var type = Name();
                Take(',');
                return Closed(Schema.Custom(type, Name(), FormerNames() ?? []));
            default:
                throw Unexpected("list, set, map, enum or custom before it");
        }
    }

    private Schema Enum()
    {
        var name = Name();
        Take(',');
        var integer = Next();
        var constants = new List<SchemaConstant>();
        while (Taken(','))
        {
            var constant = Name();
            Take('=');
            if (!long.TryParse(Name(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
                throw Unexpected("an integer before it");
            constants.Add(new SchemaConstant(constant, value));
        }

        return Closed(Schema.Enum(name, integer, constants));
    }

    private Schema Object(string name)
    {
        var members = new List<SchemaMember>();
        while (!Taken('}'))
        {
            if (members.Count > 0)
                Take(',');
            var member = Name();
            var former = FormerNames();
            Take(':');
            members.Add(new SchemaMember(member, Next(), former));
        }

        return Schema.Object(name, members);
    }

    private List<string>? FormerNames()
    {
        List<string>? names = null;
        while (Taken('|'))
        {
            names ??= [];
            if (_at < text.Length && text[_at] != ':')
                names.Add(Name());
        }

        return names;
    }

    private string Name()
    {
        if (Taken('"'))
            return Quoted();
        var start = _at;
        while (_at < text.Length && !SchemaText.Delimiters.Contains(text[_at]))
            _at++;
        return _at > start ? text[start.._at] : throw Unexpected("a name");
    }

    private string Quoted()
    {
        var name = new StringBuilder();
        while (!Taken('"'))
        {
            if (_at < text.Length && text[_at] == '\\')
                _at++;
            name.Append(_at < text.Length ? text[_at++] : throw Unexpected("a closing quote"));
        }

        return name.ToString();
    }

    private Schema Closed(Schema schema)
    {
        Take(')');
        return schema;
    }

    private void Take(char expected)
    {
        if (!Taken(expected))
            throw Unexpected($"'{expected}'");
    }

    private bool Taken(char expected)
    {
        if (_at >= text.Length || text[_at] != expected)
            return false;
        _at++;
        return true;
    }

    private FormatException Unexpected(string expected) =>
        new($"This is not the text of a schema: expected {expected} at character {_at} of '{text}'.");
}
