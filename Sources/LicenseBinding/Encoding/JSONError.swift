/// Why bytes are not the JSON that is accepted here, and at which byte.
package enum JSONError: Error, Hashable, Sendable {
    case unexpectedEnd
    case unexpectedByte(at: Int)
    case duplicateMember(String)
    case invalidString(at: Int)
    case invalidNumber(at: Int)
    case tooDeep(at: Int)
}
