/// What the HASP API is asked, in its XML. Every scope names this computer: a key of another one is none of
/// its own.
enum HASPQuestion {
    static let here = #"<haspscope><license_manager hostname="localhost"/></haspscope>"#

    static func here(_ id: UInt64) -> String {
        #"<haspscope><hasp id="\#(id)"><license_manager hostname="localhost"/></hasp></haspscope>"#
    }

    static let keys =
        #"<haspformat root="hasp_info"><hasp><attribute name="id"/><attribute name="type"/></hasp>"#
        + "</haspformat>"

    static let session = #"<haspformat format="keyinfo"/>"#
}
