/// The members of a JSON object in their order; no name stands twice.
package struct JSONObject: Hashable, Sendable {
    package struct Member: Hashable, Sendable {
        package let name: String
        package var value: JSONValue
    }

    package private(set) var members: [Member] = []

    package init() {}

    /// An object of these members; those without a value are left out.
    package init(_ members: KeyValuePairs<String, JSONValue?>) {
        self.members.reserveCapacity(members.count)
        for case (let name, let value?) in members {
            assert(self[name] == nil, "\(name) stands twice")
            self.members.append(Member(name: name, value: value))
        }
    }

    /// Takes over members whose names are known to differ.
    init(unique members: [Member]) {
        self.members = members
    }

    package var names: [String] { members.map(\.name) }

    package subscript(name: String) -> JSONValue? {
        get { members.first { $0.name == name }?.value }
        set {
            let place = members.firstIndex { $0.name == name }
            switch (place, newValue) {
            case (let place?, let value?): members[place].value = value
            case (let place?, nil): members.remove(at: place)
            case (nil, let value?): members.append(Member(name: name, value: value))
            case (nil, nil): break
            }
        }
    }
}
