/// What a key's signature is for. A signature for one purpose is none for another: who may let a key show that it is
/// there, as every program on its computer may, cannot let it give a license away.
package enum ProofPurpose: String, Sendable {
    /// That the key is there.
    case presence = "keybound proof v1"
    /// That its holder wants something of a licensing center.
    case center = "keybound center proof v1"
}
