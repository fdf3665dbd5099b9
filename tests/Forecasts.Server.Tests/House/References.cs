using Mono.Cecil;
using Mono.Cecil.Rocks;

namespace Forecasts.Server.Tests.House;

/// <summary>Who refers to whom in the compiled server: from folder to folder, with the types that do.</summary>
public static class References
{
    private const string Root = "Forecasts.Server";
    private const string Views = "AspNetCoreGeneratedDocument";

    /// <summary>Folder, folder that it refers to, and "Type -> Type" for each reference.</summary>
    public static ILookup<(string From, string To), string> Of(string assembly)
    {
        using var module = ModuleDefinition.ReadModule(assembly);
        var found =
            from type in module.GetAllTypes()
            let folder = Folder(type)
            where folder is not null
            from used in Used(type).Select(t => t.GetElementType()).DistinctBy(t => t.FullName)
            where used.Scope == module
            let other = Folder(used)
            where other is not null && other != folder
            select ((folder, other), $"{Outer(type).Name} -> {Outer(used).Name}");
        return found.Distinct().ToLookup(f => f.Item1, f => f.Item2);
    }

    /// <summary>Every type that a type names: in what it is, what it holds, what it declares and what its methods do.</summary>
    private static IEnumerable<TypeReference> Used(TypeDefinition type) =>
        [
            .. type.BaseType is { } parent ? Parts(parent) : [],
            .. type.Interfaces.SelectMany(i => Parts(i.InterfaceType)),
            .. Attributes(type.CustomAttributes),
            .. type.Fields.SelectMany(f => Parts(f.FieldType)),
            .. type.Properties.SelectMany(p => Attributes(p.CustomAttributes)),
            .. type.Methods.SelectMany(Used),
        ];

    private static IEnumerable<TypeReference> Used(MethodDefinition method) =>
        [
            .. Parts(method.ReturnType),
            .. method.Parameters.SelectMany(p => Parts(p.ParameterType)),
            .. Attributes(method.CustomAttributes),
            .. method.HasBody ? method.Body.Variables.SelectMany(v => Parts(v.VariableType)) : [],
            .. method.HasBody ? method.Body.Instructions.SelectMany(i => Named(i.Operand, method.Module)) : [],
        ];

    private static IEnumerable<TypeReference> Named(object? operand, ModuleDefinition module) =>
        operand switch
        {
            // A view names another one by its path.
            string path when path.EndsWith(".cshtml", StringComparison.Ordinal) => module.GetType(
                Views,
                path[1..^".cshtml".Length].Replace('/', '_')
            )
                is { } view
                ? [view]
                : [],
            TypeReference type => Parts(type),
            GenericInstanceMethod generic => [.. Parts(generic.DeclaringType), .. generic.GenericArguments.SelectMany(Parts)],
            MemberReference member when member.DeclaringType is { } declaring => Parts(declaring),
            _ => [],
        };

    private static IEnumerable<TypeReference> Attributes(IEnumerable<CustomAttribute> attributes) =>
        attributes.Select(a => a.AttributeType);

    private static IEnumerable<TypeReference> Parts(TypeReference type) =>
        type switch
        {
            GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
            TypeSpecification special => Parts(special.ElementType),
            GenericParameter => [],
            _ => [type],
        };

    private static TypeReference Outer(TypeReference type) => type.DeclaringType is { } outer ? Outer(outer) : type;

    /// <summary>Kernel, Store, Features.Scoring; of a view, those that its path names; null outside the folders.</summary>
    private static string? Folder(TypeReference type)
    {
        var outer = Outer(type);
        if (outer.Namespace == Views)
            return outer.Name.Split('_') switch
            {
                ["Features", var feature, ..] => $"Features.{feature}",
                ["", ..] => null,
                var path => path[0],
            };
        return outer.Namespace.StartsWith(Root + ".", StringComparison.Ordinal) ? outer.Namespace[(Root.Length + 1)..] : null;
    }
}
