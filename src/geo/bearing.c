#include "geo/bearing.h"

#include <math.h>

double geo_bearing_deg(struct geo_point a, struct geo_point b)
{
    double lat1 = a.lat * GEO_DEGREE;
    double lat2 = b.lat * GEO_DEGREE;
    double lon = (b.lon - a.lon) * GEO_DEGREE;
    double east = sin(lon) * cos(lat2);
    double north = cos(lat1) * sin(lat2) - sin(lat1) * cos(lat2) * cos(lon);
    double bearing = atan2(east, north) / GEO_DEGREE;

    if (bearing < 0)
        bearing += 360.0;
    return bearing >= 360.0 ? 0 : bearing;
}

enum geo_compass geo_compass_of(double bearing_deg)
{
    return (enum geo_compass)((int)floor((bearing_deg + 22.5) / 45.0) & 7);
}
