// Boost.JSON, compiled here once: Debian's development package has its headers only.
#include <boost/json/src.hpp>
