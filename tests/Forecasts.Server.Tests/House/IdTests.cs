using Forecasts.Domain.Predictions;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Setup;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;
using Shouldly;

namespace Forecasts.Server.Tests.House;

/// <summary>Ids are types in the domain and texts in rows: the database knows none of ours, and a value that goes to it as an object is not converted.</summary>
public sealed class IdTests
{
    private static readonly string[] Ids = [typeof(SeasonRef).FullName!, typeof(ClaimRef).FullName!];

    [Fact]
    public void No_id_goes_anywhere_as_an_object_or_in_an_array()
    {
        using var module = ModuleDefinition.ReadModule(typeof(ServerHost).Assembly.Location);
        var boxed =
            from type in module.GetAllTypes()
            from method in type.Methods
            where method.HasBody
            from instruction in method.Body.Instructions
            where instruction.OpCode == OpCodes.Box || instruction.OpCode == OpCodes.Newarr
            where instruction.Operand is TypeReference id && Ids.Contains(id.FullName)
            select $"{type.FullName}.{method.Name}: {instruction.OpCode} {((TypeReference)instruction.Operand).Name}";
        boxed.ShouldBeEmpty();
    }
}
