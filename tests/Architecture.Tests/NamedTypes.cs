using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;

namespace PathwayOrleans.Architecture.Tests;

/// <summary>
/// Collects the full names of the types that declarations and signatures name. A nested type counts as its outer one.
/// </summary>
internal sealed class NamedTypes : ISignatureTypeProvider<string, MetadataReader>
{
    private readonly HashSet<string> _names = [];

    private NamedTypes()
    {
    }

    /// <summary>
    /// The types in the declaration of a type, and in those of its public and protected members and nested types.
    /// </summary>
    internal static IReadOnlySet<string> NamedBy(MetadataReader metadata, TypeDefinition type)
    {
        var named = new NamedTypes();
        named.Add(metadata, type);
        return named._names;
    }

    internal static string NameOf(MetadataReader metadata, TypeDefinition type) =>
        type.GetDeclaringType() is { IsNil: false } outer
            ? NameOf(metadata, metadata.GetTypeDefinition(outer))
            : FullName(metadata, type.Namespace, type.Name);

    internal static string NameOf(MetadataReader metadata, TypeReference type) =>
        type.ResolutionScope.Kind == HandleKind.TypeReference
            ? NameOf(metadata, metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope))
            : FullName(metadata, type.Namespace, type.Name);

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        Add(NameOf(reader, reader.GetTypeDefinition(handle)));

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        Add(NameOf(reader, reader.GetTypeReference(handle)));

    public string GetTypeFromSpecification(
        MetadataReader reader, MetadataReader genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    // What these return is not used: the names were added when the types in the signature were decoded.
    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => "";

    public string GetArrayType(string elementType, ArrayShape shape) => "";

    public string GetByReferenceType(string elementType) => "";

    public string GetFunctionPointerType(MethodSignature<string> signature) => "";

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => "";

    public string GetGenericMethodParameter(MetadataReader genericContext, int index) => "";

    public string GetGenericTypeParameter(MetadataReader genericContext, int index) => "";

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => "";

    public string GetPinnedType(string elementType) => "";

    public string GetPointerType(string elementType) => "";

    public string GetSZArrayType(string elementType) => "";

    private static string FullName(MetadataReader metadata, StringHandle space, StringHandle name) =>
        $"{metadata.GetString(space)}.{metadata.GetString(name)}";

    private string Add(string name)
    {
        _names.Add(name);
        return name;
    }

    private void Add(MetadataReader metadata, TypeDefinition type)
    {
        Add(metadata, type.BaseType);
        Add(metadata, type.GetGenericParameters());
        foreach (InterfaceImplementationHandle handle in type.GetInterfaceImplementations())
        {
            Add(metadata, metadata.GetInterfaceImplementation(handle).Interface);
        }

        foreach (FieldDefinition field in type.GetFields().Select(metadata.GetFieldDefinition))
        {
            if ((field.Attributes & FieldAttributes.FieldAccessMask)
                is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem)
            {
                field.DecodeSignature(this, metadata);
            }
        }

        // Properties and events are named by their accessors.
        foreach (MethodDefinition method in type.GetMethods().Select(metadata.GetMethodDefinition))
        {
            if ((method.Attributes & MethodAttributes.MemberAccessMask)
                is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem)
            {
                method.DecodeSignature(this, metadata);
                Add(metadata, method.GetGenericParameters());
            }
        }

        foreach (TypeDefinition nested in type.GetNestedTypes().Select(metadata.GetTypeDefinition))
        {
            if ((nested.Attributes & TypeAttributes.VisibilityMask)
                is TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem)
            {
                Add(metadata, nested);
            }
        }
    }

    private void Add(MetadataReader metadata, GenericParameterHandleCollection parameters)
    {
        foreach (GenericParameterConstraintHandle constraint in parameters
            .SelectMany(parameter => metadata.GetGenericParameter(parameter).GetConstraints()))
        {
            Add(metadata, metadata.GetGenericParameterConstraint(constraint).Type);
        }
    }

    private void Add(MetadataReader metadata, EntityHandle type)
    {
        switch (type)
        {
            case { IsNil: true }:
                break;
            case { Kind: HandleKind.TypeDefinition }:
                GetTypeFromDefinition(metadata, (TypeDefinitionHandle)type, 0);
                break;
            case { Kind: HandleKind.TypeReference }:
                GetTypeFromReference(metadata, (TypeReferenceHandle)type, 0);
                break;
            default:
                GetTypeFromSpecification(metadata, metadata, (TypeSpecificationHandle)type, 0);
                break;
        }
    }
}
